/** The TDS server of the lab: MS-TDS 7.2 to 7.4 on the wire, an instance of SQL Server modelled behind {@link org.failback.lab.tds.SqlServer}. */
package org.failback.lab.tds;
