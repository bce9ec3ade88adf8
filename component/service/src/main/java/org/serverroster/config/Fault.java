package org.serverroster.config;

/**
 * One thing that is wrong with a configuration, or that an operator should look at. Never holds a secret's value.
 *
 * @param key the key's path, such as {@code server-roster.components[0].port}, or empty where the whole file is meant
 * @param words what is wrong, and what would be right
 */
public record Fault(String key, String words) {

    @Override
    public String toString() {
        return key.isEmpty() ? words : key + ": " + words;
    }
}
