package org.failback.step;

/**
 * What a transport brought back for one command.
 *
 * @param text the server's own words: messages in their order, or the runner's JSON
 */
public record Answer(String text) {}
