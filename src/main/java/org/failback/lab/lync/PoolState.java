package org.failback.lab.lync;

/** Which data center's databases the pool uses. */
public enum PoolState {
    NORMAL("Normal", ChatDatabase.Side.PRIMARY),
    FAILED_OVER("FailedOver", ChatDatabase.Side.BACKUP);

    private final String text;
    private final ChatDatabase.Side side;

    PoolState(String text, ChatDatabase.Side side) {
        this.text = text;
        this.side = side;
    }

    ChatDatabase.Side side() {
        return side;
    }

    /** As PowerShell writes it. */
    @Override
    public String toString() {
        return text;
    }
}
