/** What we do to SQL Server, over its JDBC driver. Knows estate and step; no engine. */
package org.failback.sqlserver;
