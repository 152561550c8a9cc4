package org.failback.lab.server;

/** The database mirroring endpoint of an instance. */
record Endpoint(String name, int port) {}
