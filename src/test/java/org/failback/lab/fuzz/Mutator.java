package org.failback.lab.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Spoils what is right: bits, lengths, order, number. */
final class Mutator {
    private static final long[] NUMBERS = {0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFE, 0xFFFF, 0x7FFF_FFFF, -1, -2
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The same bytes with one to four things wrong. */
    byte[] spoil(byte[] right) {
        byte[] bytes = right.clone();
        for (int times = random.nextInt(4); times >= 0; times--) {
            bytes = spoilOnce(bytes);
        }
        return bytes;
    }

    private byte[] spoilOnce(byte[] bytes) {
        if (bytes.length == 0) {
            return noise(random.nextInt(64));
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> withNumber(bytes, at, 1 << random.nextInt(4));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, noise(random.nextInt(64)), at);
            case 4 -> spliced(bytes, at, new byte[0], at + random.nextInt(bytes.length - at));
            default -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + random.nextInt(bytes.length - at)), at);
        };
    }

    /** Lengths, offsets and counts stand anywhere, in 1, 2, 4 or 8 bytes, mostly little-endian. */
    private byte[] withNumber(byte[] bytes, int at, int width) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        boolean big = random.nextInt(4) == 0;
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            int shift = 8 * (big ? width - 1 - i : i);
            bytes[at + i] = (byte) (number >> shift);
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int until, byte[] between, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, until);
        out.writeBytes(between);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** The same parts with one lost, doubled, moved, spoilt or cut in two. */
    List<byte[]> disorder(List<byte[]> right) {
        List<byte[]> parts = new ArrayList<>(right);
        int at = random.nextInt(parts.size());
        switch (random.nextInt(5)) {
            case 0 -> parts.remove(at);
            case 1 -> parts.add(random.nextInt(parts.size() + 1), parts.get(at));
            case 2 -> Collections.shuffle(parts, random);
            case 3 -> parts.set(at, spoil(parts.get(at)));
            default -> {
                byte[] whole = parts.get(at);
                int cut = random.nextInt(whole.length + 1);
                parts.set(at, Arrays.copyOf(whole, cut));
                parts.add(at + 1, Arrays.copyOfRange(whole, cut, whole.length));
            }
        }
        return parts;
    }
}
