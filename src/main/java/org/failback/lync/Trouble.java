package org.failback.lync;

import org.failback.step.Sort;

/** What goes wrong with cmdlets and with WinRM, by the four sorts; the page on errors is made from this table. */
enum Trouble {
    NOT_REACHED(
            Sort.PASSES,
            "WinRM cannot be reached, has no room for another shell, or did not answer before anything was sent.",
            "See whether the host is up, WinRM listens there with HTTPS, its certificate is trusted and names the host, no"
                    + " firewall is between, and no shells were left open."),
    CMDLET_LATE(
            Sort.PASSES,
            "The cmdlet itself met a time-out, a deadlock or a broken network before it changed anything.",
            "Wait a moment; it is tried again by itself."),
    ANSWER_LOST(
            Sort.MAYBE_DONE,
            "The command was sent, and its answer was lost or came too late.",
            "Look at what it was to change before sending it again."),
    CMDLET_LATE_UNDER_WAY(
            Sort.MAYBE_DONE,
            "The cmdlet met a time-out, a deadlock or a broken network when it may have been under way.",
            "Read the server's own words, put it right there, then try again."),
    NO_ANSWER(
            Sort.MAYBE_DONE,
            "The script ended without an answer to this call.",
            "Run PowerShell there by hand as this account; a script policy or a missing .NET shows at once."),
    NO_MEMORY(
            Sort.MAYBE_DONE,
            "The script ended without an answer, with OutOfMemory in its words.",
            "Raise MaxMemoryPerShellMB of WinRM there: the module needs more than the shell may use."),
    ACCOUNT_REFUSED(
            Sort.ASKS,
            "WinRM refused the account, or refused to open a shell.",
            "Check the account's password and that it may use WinRM there; see the event log Windows Remote Management. It"
                    + " was tried once only, so that the account is not locked."),
    POOL_CHANGED(
            Sort.ASKS,
            "The script found another state of the pool or another list of active servers than expected; nothing was run.",
            "Somebody changed the pool meanwhile. Look at it, agree with whoever did, then try again."),
    OTHER_SERVER(
            Sort.ASKS,
            "The script found itself on another server than the one that was meant; nothing was run.",
            "Correct the address of this endpoint."),
    NO_SUCH_POOL(
            Sort.ASKS,
            "Not exactly one Persistent Chat service has the pool; nothing was run.",
            "Correct the pool's FQDN, or finish publishing the topology."),
    NO_SUCH_SERVICE(
            Sort.ASKS,
            "The chat server has no such Persistent Chat service; nothing was run.",
            "Check on the server which Persistent Chat services it has."),
    SECOND_HOP(
            Sort.ASKS,
            "The cmdlet's words name ANONYMOUS LOGON.",
            "The account does not reach the Central Management store from there: set up resource-based constrained"
                    + " delegation for it, or run on the server that holds the store."),
    NO_MODULE(
            Sort.ASKS,
            "The cmdlet's words name a missing module.",
            "Install the Lync Server or Skype for Business Server administrative tools there."),
    CMDLET_FAILED(
            Sort.ASKS,
            "The cmdlet failed with anything else.",
            "Read the server's own words, put it right there, then try again.");

    private final Sort sort;
    private final String sentence;
    private final String remedy;

    Trouble(Sort sort, String sentence, String remedy) {
        this.sort = sort;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    Sort sort() {
        return sort;
    }

    /** What failed, as people say it. */
    String sentence() {
        return sentence;
    }

    /** What to do next, where the failure itself does not say it better. */
    String remedy() {
        return remedy;
    }
}
