package org.failback.lync.winrm;

/**
 * What a command left behind.
 *
 * @param stdout decoded by the platform's charset, so only ASCII is safe in it
 * @param stderr text, or CLIXML with progress records in it; never a sign of failure by itself
 */
public record Output(int exitCode, String stdout, String stderr) {}
