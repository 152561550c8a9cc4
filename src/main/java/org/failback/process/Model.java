package org.failback.process;

/** Names that the BPMN and the code share; a test holds both against each other. */
public final class Model {
    public static final String PROCESS = "persistentChatFailback";
    public static final String BPMN = "bpmn/persistent-chat-failback.bpmn";

    /** Ids of receive tasks begin with it. */
    static final String WAIT_PREFIX = "Wait_";

    private Model() {}

    /** Codes of BPMN errors. */
    static final class Errors {
        /** A step needs a person; leads to Decide. */
        static final String STEP_FAILED = "STEP_FAILED";
        /** People chose to go back; leads to Go back. */
        static final String GO_BACK = "GO_BACK";

        private Errors() {}
    }

    /** User tasks at which managers or operators release what comes next. */
    public static final class Gates {
        public static final String CONFIRM_REBUILD = "Gate_ConfirmRebuild";
        public static final String APPROVE_OUTAGE = "Gate_ApproveOutage";
        public static final String APPROVE_RESTORE = "Gate_ApproveRestore";
        public static final String APPROVE_OVERWRITE = "Gate_ApproveOverwrite";
        public static final String CONFIRM_ACTIVE_SERVERS = "Gate_ConfirmActiveServers";
        public static final String APPROVE_GO_LIVE = "Gate_ApproveGoLive";
        public static final String APPROVE_RESTORE_COPY = "Gate_ApproveRestoreCopy";
        public static final String CONFIRM_CHAT_WORKS = "Gate_ConfirmChatWorks";
        /** Ids of the tasks "Decide how to go on" begin with it. */
        public static final String DECIDE_PREFIX = "Decide_";

        private Gates() {}
    }
}
