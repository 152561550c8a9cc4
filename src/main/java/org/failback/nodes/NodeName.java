package org.failback.nodes;

/** The name under which a node locks jobs, and the proof that no other process has it. */
interface NodeName extends AutoCloseable {
    String value();

    /** Asks whoever gives the proof; false as soon as there is doubt. */
    boolean holds();

    /** Lets the name go. */
    @Override
    void close();

    /** A name that nothing can take away while the process lives. */
    static NodeName forLife(String name) {
        return new NodeName() {
            @Override
            public String value() {
                return name;
            }

            @Override
            public boolean holds() {
                return true;
            }

            @Override
            public void close() {
                // It ends with the process.
            }
        };
    }
}
