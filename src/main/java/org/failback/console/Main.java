package org.failback.console;

/** Starts the product from the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
