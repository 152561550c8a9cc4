package org.failback.step;

/** The four sorts of failure, by what follows from each. The page on errors is made from these words. */
public enum Sort {
    /** Nothing happened, and the cause may pass. */
    PASSES(
            "It may pass by itself",
            "Nothing has happened. It is tried again with growing pauses until the step's deadline; only then"
                    + " somebody is asked."),
    /** The work may have been done, by this command or before it: only looking tells. */
    MAYBE_DONE(
            "It may be done already",
            "Nothing is sent again on a guess. The estate is looked at again, and only what it shows decides: done, to be"
                    + " done, or somebody is asked."),
    /** The server said no, and will as long as nobody does anything. */
    ASKS(
            "Somebody must act",
            "It is not tried again by itself. The process stands at *Decide how to go on* until somebody has done what is"
                    + " needed and says how to go on."),
    /** Going on may lose data. */
    ENDANGERS(
            "Stop: data is at risk",
            "Nothing more is sent. The process stands at *Decide how to go on*, which warns above everything else. Try"
                    + " again only when whoever owns it knows what happened.");

    /** Key in the data of a note in the journal: the sort's name. */
    public static final String KEY = "sort";

    private final String title;
    private final String whatFollows;

    Sort(String title, String whatFollows) {
        this.title = title;
        this.whatFollows = whatFollows;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What the software does about it by itself, and what it leaves to people. */
    public String whatFollows() {
        return whatFollows;
    }

    /** Whether sending once more, or looking once more, makes sense before anybody is asked. */
    public boolean maySettle() {
        return this == PASSES || this == MAYBE_DONE;
    }
}
