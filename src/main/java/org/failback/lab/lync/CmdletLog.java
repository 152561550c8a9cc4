package org.failback.lab.lync;

/** Where every cmdlet is written down. */
@FunctionalInterface
public interface CmdletLog {
    /**
     * One cmdlet was run.
     *
     * @param login the Windows account
     * @param application {@code PowerShell on} and the computer
     * @param cmdlet as an administrator would type it
     * @param outcome {@code ok}, also where its caller was gone before it returned, or {@code failed}
     */
    void add(String login, String application, String cmdlet, String outcome);
}
