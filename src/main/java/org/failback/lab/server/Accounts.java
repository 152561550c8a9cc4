package org.failback.lab.server;

/**
 * The Windows accounts of an instance.
 *
 * @param engine account that opens data and backup files
 * @param agent account of SQL Server Agent, as which CmdExec steps run
 */
record Accounts(String engine, String agent) {}
