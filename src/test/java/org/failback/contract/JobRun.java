package org.failback.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.failback.sqlserver.Product;

/**
 * What the Agent wrote down of a job that has ended.
 *
 * @param outcome run_status of the whole: 0 failed, 1 succeeded, 3 cancelled
 * @param history messages of its steps
 * @param log the steps' own logs, which are kept whole
 */
record JobRun(String name, long outcome, String history, String log) {
    static JobRun of(Client client, String job) {
        String id = "(SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'" + job + "')";
        List<Map<String, Object>> rows = client.ask(
                        "SELECT step_id, run_status, message FROM msdb.dbo.sysjobhistory WHERE job_id = " + id
                                + " ORDER BY instance_id")
                .rows();
        long outcome = rows.stream()
                .filter(row -> ((Number) row.get("step_id")).intValue() == 0)
                .mapToLong(row -> ((Number) row.get("run_status")).longValue())
                .reduce((earlier, later) -> later)
                .orElse(-1);
        String history = rows.stream()
                .filter(row -> ((Number) row.get("step_id")).intValue() > 0)
                .map(row -> String.valueOf(row.get("message")))
                .collect(Collectors.joining("\n"));
        String log = client
                .ask(
                        "SELECT l.log FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobstepslogs l ON l.step_uid = s.step_uid"
                                + " WHERE s.job_id = " + id + " ORDER BY s.step_id")
                .column()
                .stream()
                .collect(Collectors.joining("\n"));
        return new JobRun(job, outcome, history, log);
    }

    boolean succeeded() {
        return outcome == 1;
    }

    /** The errors as the product reads them. */
    List<Integer> numbersInLog() {
        return Product.errorsInJob(log);
    }

    List<Integer> numbersInHistory() {
        return Product.errorsInJob(history);
    }
}
