package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.failback.sqlserver.Product;

/**
 * Every batch of the product as it is, for servers that are none of these: each is read, and refused by its own guard.
 * The guard under test is all that protects the instance, so nothing that anybody needs may be there.
 */
final class WholeBatches {
    @Promise(source = "the product's own guards; Batches (SQL Server)", needs = Need.NOBODYS_POOL)
    void everyBatchAndEveryJobStepIsReadAndRefusedByItsGuard(Scene scene) {
        // It counts for no form: what is only read proves nothing of what it does.
        Client client = scene.first.unrecorded();
        Stream.concat(Product.batches().stream(), Product.jobSteps().stream()).forEach(text -> {
            Said said = client.run(text);
            boolean refused = said.errors().stream().allMatch(error -> error.number() == 50000)
                    && (!said.errors().isEmpty()
                            || said.texts().stream().anyMatch(words -> words.contains("nothing was done")));
            assertThat(refused).as(text + "\n-> " + said.told()).isTrue();
        });
    }
}
