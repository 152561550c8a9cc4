package org.failback.lync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failback.ErrorsPage;
import org.failback.step.Sort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on errors says of cmdlets and WinRM what the table of the code says. */
class TroublePageTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDANGERS")
    void ofCmdletsAndWinRm(Sort sort) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("What failed", "What to do"));
        Arrays.stream(Trouble.values())
                .filter(trouble -> trouble.sort() == sort)
                .forEach(trouble -> rows.add(List.of(trouble.sentence(), trouble.remedy())));
        ErrorsPage.holds(sort, "Cmdlets and WinRM", rows);
    }
}
