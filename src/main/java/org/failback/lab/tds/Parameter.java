package org.failback.lab.tds;

/**
 * A parameter of an RPC.
 *
 * @param name with its {@code @}, or an empty string when it was sent by position
 * @param type the type it was sent with
 * @param value the value as {@link SqlType} says; null for NULL
 * @param output whether the client wants it back
 */
public record Parameter(String name, SqlType type, Object value, boolean output) {}
