/** What is there: two data centers, their SQL Server instances, the pool, the share. Knows nobody. */
package org.failback.estate;
