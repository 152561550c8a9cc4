package org.failback.lab.scenario;

import java.util.List;

/**
 * A mishap that people have met. Cause and cure are T-SQL alone, so that whatever a scenario does any SQL client can do
 * too, and undo.
 *
 * @param name in kebab case
 * @param title what is wrong, in a few words
 * @param story what has happened, in two or three sentences
 * @param knownFrom the document it is known from
 * @param cause what makes it so in a fresh lab
 * @param cure what takes the cause away, unless it has passed by itself
 */
public record Scenario(
        String name, String title, String story, String knownFrom, List<Order> cause, List<Order> cure) {}
