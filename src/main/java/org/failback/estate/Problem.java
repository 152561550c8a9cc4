package org.failback.estate;

/**
 * Something wrong with the configuration.
 *
 * @param property full name of the property or group
 * @param sentence names the property, its value unless that may be a secret, and what is allowed
 */
public record Problem(String property, String sentence) {
    @Override
    public String toString() {
        return sentence;
    }
}
