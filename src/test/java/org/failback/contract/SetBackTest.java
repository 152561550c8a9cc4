package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a change to a real pool, the list is as it was, or a person is told what to set. */
class SetBackTest {
    private final List<String> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<RemoteFailure> troubles = new ArrayDeque<>();
    private String list = "chat1";

    private final SetBack<String> list1 = new SetBack<>(
            "chat1",
            "",
            () -> list,
            seen -> {
                sent.add("set from '" + seen + "'");
                if (!troubles.isEmpty()) {
                    throw troubles.pop();
                }
                list = "chat1";
            },
            "Set-CsPersistentChatActiveServer -ActiveServers chat1",
            pauses::add);

    private static RemoteFailure failure(Sort sort, String words) {
        return new RemoteFailure(sort, "mgmt.example", words, "Look.", "operator", null);
    }

    @Test
    void aChangeThatWasRefusedIsWhatIsReportedAndNothingIsSet() {
        RemoteFailure refused = failure(Sort.ASKS, "Access is denied.");

        assertThatThrownBy(() -> list1.after(() -> {
                    throw refused;
                }))
                .isSameAs(refused);

        assertThat(sent).isEmpty();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aChangeThatHappenedIsSetBackOnce() {
        list1.after(() -> list = "");

        assertThat(list).isEqualTo("chat1");
        assertThat(sent).containsExactly("set from ''");
    }

    @Test
    void aChangeOfUnknownOutcomeThatComesLateIsSetBackToo() {
        RemoteFailure lost = failure(Sort.MAYBE_DONE, "lost the answer");
        SetBack<String> late = new SetBack<>("chat1", "", () -> list, list1.restore(), list1.byHand(), pause -> {
            pauses.add(pause);
            list = pauses.size() == 1 ? "" : list;
        });

        assertThatThrownBy(() -> late.after(() -> {
                    throw lost;
                }))
                .isSameAs(lost);

        assertThat(sent).containsExactly("set from ''");
        assertThat(list).isEqualTo("chat1");
    }

    @Test
    void settingBackIsTriedAgain() {
        troubles.add(failure(Sort.PASSES, "cannot be reached"));
        troubles.add(failure(Sort.MAYBE_DONE, "lost the answer"));

        list1.after(() -> list = "");

        assertThat(list).isEqualTo("chat1");
        assertThat(sent).hasSize(3);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aPersonIsToldWhatToSetWhereNothingHelps() {
        for (int i = 0; i < 10; i++) {
            troubles.add(failure(Sort.ASKS, "Access is denied."));
        }
        AssertionError first = new AssertionError("the list is not empty");

        assertThatThrownBy(() -> list1.after(() -> {
                    list = "";
                    throw first;
                }))
                .isSameAs(first)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(notBack -> assertThat(notBack)
                                .hasMessageContaining("Access is denied.")
                                .hasMessageContaining("Set-CsPersistentChatActiveServer -ActiveServers chat1")));
    }

    @Test
    void whatSomebodyElseHasSetIsLeftToThem() {
        assertThatThrownBy(() -> list1.after(() -> list = "chat7"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("It is chat7.");

        assertThat(sent).isEmpty();
        assertThat(list).isEqualTo("chat7");
    }
}
