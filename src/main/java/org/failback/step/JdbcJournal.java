package org.failback.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The journal as an append-only table beside the engine's own. */
public final class JdbcJournal implements Journal {
    private static final int TRIES_FOR_A_NUMBER = 20;
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    /** Within the caller's; PostgreSQL gives a whole transaction up for a number that somebody else took, but for this. */
    private final TransactionTemplate savepoint;

    private final ObjectMapper json;
    private final Clock clock;

    public JdbcJournal(JdbcClient jdbc, PlatformTransactionManager transactions, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.json = json;
        this.clock = clock;
    }

    /** Makes the table where there is none; the same statement suits H2 and PostgreSQL. */
    public void createTable() {
        jdbc.sql("""
                CREATE TABLE IF NOT EXISTS failback_journal (
                  run VARCHAR(64) NOT NULL, number BIGINT NOT NULL, at VARCHAR(40) NOT NULL, kind VARCHAR(20) NOT NULL,
                  step VARCHAR(80) NOT NULL, host VARCHAR(300) NOT NULL, actor VARCHAR(200) NOT NULL, words TEXT NOT NULL,
                  data TEXT NOT NULL, PRIMARY KEY (run, number))""").update();
    }

    @Override
    public void append(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        insert(ownTransaction, run, kind, step, host, actor, text, data);
    }

    @Override
    public void appendWithCaller(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        insert(savepoint, run, kind, step, host, actor, text, data);
    }

    /** Whoever writes at the same time may take the next number first; then there is another one. */
    private void insert(
            TransactionTemplate transaction,
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        for (int i = 1; ; i++) {
            try {
                transaction.executeWithoutResult(status -> insert(run, kind, step, host, actor, text, data));
                return;
            } catch (DuplicateKeyException raced) {
                if (i == TRIES_FOR_A_NUMBER) {
                    throw raced;
                }
            }
        }
    }

    private void insert(
            String run,
            Entry.Kind kind,
            String step,
            String host,
            String actor,
            String text,
            Map<String, String> data) {
        jdbc.sql("""
                INSERT INTO failback_journal (run, number, at, kind, step, host, actor, words, data)
                VALUES (:run, (SELECT COALESCE(MAX(j.number), 0) + 1 FROM failback_journal j WHERE j.run = :run),
                        :at, :kind, :step, :host, :actor, :words, :data)""")
                .param("run", run)
                .param("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .param("kind", kind.name())
                .param("step", step)
                .param("host", host)
                .param("actor", actor)
                .param("words", text)
                .param("data", write(data))
                .update();
    }

    @Override
    public List<Entry> entries(String run) {
        return jdbc.sql("SELECT * FROM failback_journal WHERE run = :run ORDER BY number")
                .param("run", run)
                .query((row, i) -> new Entry(
                        row.getLong("number"),
                        row.getString("run"),
                        Instant.parse(row.getString("at")),
                        Entry.Kind.valueOf(row.getString("kind")),
                        row.getString("step"),
                        row.getString("host"),
                        row.getString("actor"),
                        row.getString("words"),
                        read(row.getString("data"))))
                .list();
    }

    private String write(Map<String, String> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> read(String data) {
        try {
            return json.readValue(data, MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds data that is not JSON: " + data, e);
        }
    }
}
