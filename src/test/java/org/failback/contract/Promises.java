package org.failback.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The promises of one chapter: each method that is marked as one, in alphabetical order. */
final class Promises {
    private final Object chapter;

    Promises(Object chapter) {
        this.chapter = chapter;
    }

    String title() {
        return words(chapter.getClass().getSimpleName());
    }

    List<One> all() {
        return Arrays.stream(chapter.getClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Promise.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(One::new)
                .toList();
    }

    private static String words(String name) {
        return name.replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** One promise. */
    final class One {
        private final Method method;

        private One(Method method) {
            this.method = method;
        }

        /** What it says, and where that is written. */
        String title() {
            return words(method.getName()) + " ["
                    + method.getAnnotation(Promise.class).source() + "]";
        }

        /** Why it cannot be tried; empty where it can. */
        Optional<String> lacking(Function<Need, Optional<String>> lacks) {
            return Stream.of(method.getAnnotation(Promise.class).needs())
                    .map(lacks)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** @param on what the promise takes as its only argument */
        void hold(Object on) throws Throwable {
            try {
                method.invoke(chapter, on);
            } catch (InvocationTargetException broken) {
                // Reports name tests that are made at run time by a number only.
                throw new AssertionError(title() + ": " + broken.getCause().getMessage(), broken.getCause());
            }
        }
    }
}
