package org.failback.contract;

/** What not every instance has. */
enum Need {
    AGENT("SQL Server Agent on both instances"),
    MIRRORING("database mirroring with an endpoint on both instances, which there is on Windows only"),
    COMMAND_LINE("job steps that run cmd.exe, which there is on Windows only"),
    NOBODYS_POOL("instances that nobody's pool is on, and that no batch of the product is for"),
    CHAT_SERVER("a chat server with an endpoint of its own"),
    CHANGE("leave to change the pool");

    private final String words;

    Need(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
