package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private final Lab lab = new Lab();

    @BeforeEach
    void roomsAndMessages() throws Exception {
        MemoryTable nodes =
                MemoryTable.of(Column.of("nodeID", SqlType.INT), new Column("nodeName", SqlType.NVARCHAR, 50, 0));
        nodes.insert(List.<Object[]>of(new Object[] {1, "Ops"}, new Object[] {2, "ops night"}, new Object[] {3, null}));
        MemoryTable chat = MemoryTable.of(
                Column.of("chatID", SqlType.INT),
                Column.of("nodeID", SqlType.INT),
                Column.of("chatDate", SqlType.BIGINT),
                new Column("content", SqlType.NVARCHAR, 0, 0));
        chat.insert(List.<Object[]>of(
                new Object[] {10, 1, 100L, "hello"},
                new Object[] {11, 1, 300L, "50% done"},
                new Object[] {12, 2, 200L, "[x]"},
                new Object[] {13, 9, 400L, "orphan"}));
        lab.server.put("mgc.dbo.tblNode", nodes);
        lab.server.put("mgc.dbo.tblChat", chat);
    }

    private String rows(String sql) {
        RecordedAnswer answer = lab.batch(sql);
        if (answer.lines.stream().anyMatch(line -> line.startsWith("ended") || line.startsWith("error"))) {
            return String.join(" ", answer.lines);
        }
        return answer.rows.stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    @Test
    void joinsEveryWay() {
        assertThat(
                        rows(
                                "SELECT n.nodeName, c.chatID FROM mgc.dbo.tblNode n JOIN mgc..tblChat AS c ON c.nodeID = n.nodeID"))
                .isEqualTo("Ops,10 Ops,11 ops night,12");
        assertThat(rows(
                        "SELECT n.nodeID, c.chatID FROM mgc.dbo.tblNode n LEFT OUTER JOIN mgc.dbo.tblChat c ON c.nodeID ="
                                + " n.nodeID AND c.chatID > 10"))
                .isEqualTo("1,11 2,12 3,null");
        assertThat(rows("SELECT n.nodeID, c.chatID FROM mgc.dbo.tblNode n FULL JOIN mgc.dbo.tblChat c ON c.nodeID ="
                        + " n.nodeID WHERE n.nodeID IS NULL OR c.chatID IS NULL"))
                .isEqualTo("3,null null,13");
        assertThat(rows("SELECT n.nodeID, c.chatID FROM mgc.dbo.tblNode n RIGHT JOIN mgc.dbo.tblChat c ON c.nodeID ="
                        + " n.nodeID WHERE n.nodeID IS NULL"))
                .isEqualTo("null,13");
        assertThat(rows("SELECT COUNT(*) FROM mgc.dbo.tblNode CROSS JOIN mgc.dbo.tblChat"))
                .isEqualTo("12");
        assertThat(rows("SELECT COUNT(*) FROM mgc.dbo.tblNode a, mgc.dbo.tblNode b WHERE a.nodeID < b.nodeID"))
                .isEqualTo("3");
    }

    @Test
    void appliesFunctionsAndQueriesToEveryRow() {
        assertThat(rows(
                        "SELECT n.nodeID, v.volume FROM mgc.dbo.tblNode n CROSS APPLY sys.dm_os_volume_stats(n.nodeID, n.nodeID"
                                + " + 6) v"))
                .isEqualTo("1,D17 2,D28");
        assertThat(rows("SELECT n.nodeID, last.chatID FROM mgc.dbo.tblNode n OUTER APPLY (SELECT TOP 1 chatID FROM"
                        + " mgc.dbo.tblChat c WHERE c.nodeID = n.nodeID ORDER BY chatDate DESC) last"))
                .isEqualTo("1,11 2,12 3,null");
    }

    @Test
    void groupsAndCounts() {
        assertThat(rows("SELECT COUNT_BIG(*) n, MAX(chatDate) m FROM mgc.dbo.tblChat"))
                .isEqualTo("4,400");
        assertThat(rows("SELECT COUNT_BIG(*) n, MAX(chatDate) m, SUM(chatID) FROM mgc.dbo.tblChat WHERE 1 = 0"))
                .isEqualTo("0,null,null");
        assertThat(rows("SELECT nodeID, COUNT(*) n FROM mgc.dbo.tblChat GROUP BY nodeID HAVING COUNT(*) > 1"))
                .isEqualTo("1,2");
        assertThat(
                        rows(
                                "SELECT nodeID % 2 AS odd, SUM(chatDate) / 100 FROM mgc.dbo.tblChat GROUP BY nodeID % 2 ORDER BY odd"))
                .isEqualTo("0,2 1,8");
        assertThat(rows("SELECT COUNT(nodeName), COUNT(DISTINCT LEFT(nodeName, 3)) FROM mgc.dbo.tblNode"))
                .isEqualTo("2,1");
        assertThat(rows("SELECT nodeID, chatID FROM mgc.dbo.tblChat GROUP BY nodeID"))
                .isEqualTo("ended by 8120 line 1");
        assertThat(rows("SELECT 1 FROM mgc.dbo.tblChat WHERE COUNT(*) > 1")).isEqualTo("ended by 147 line 1");
    }

    @Test
    void ordersAndCuts() {
        assertThat(rows("SELECT TOP (2) chatID FROM mgc.dbo.tblChat ORDER BY chatDate DESC"))
                .isEqualTo("13 11");
        assertThat(rows("DECLARE @n int = 1 SELECT TOP (@n) chatID id FROM mgc.dbo.tblChat ORDER BY id"))
                .isEqualTo("10");
        assertThat(rows("SELECT nodeName FROM mgc.dbo.tblNode ORDER BY 1 DESC")).isEqualTo("ops night Ops null");
        assertThat(rows("SELECT DISTINCT nodeID FROM mgc.dbo.tblChat ORDER BY nodeID DESC"))
                .isEqualTo("9 2 1");
        assertThat(rows("SELECT DISTINCT nodeID FROM mgc.dbo.tblChat ORDER BY chatID"))
                .isEqualTo("ended by 145 line 1");
        assertThat(rows("SELECT TOP 1 WITH TIES nodeID FROM mgc.dbo.tblChat ORDER BY nodeID"))
                .isEqualTo("1 1");
    }

    @Test
    void combinesQueries() {
        assertThat(rows("SELECT 1 a UNION SELECT 2 UNION SELECT 1 ORDER BY a DESC"))
                .isEqualTo("2 1");
        assertThat(rows("SELECT 1 UNION ALL SELECT NULL UNION ALL SELECT 1")).isEqualTo("1 null 1");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode EXCEPT SELECT nodeID FROM mgc.dbo.tblChat"))
                .isEqualTo("3");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode INTERSECT SELECT nodeID FROM mgc.dbo.tblChat"))
                .isEqualTo("1 2");
        assertThat(rows("SELECT 1, 2 UNION SELECT 1")).isEqualTo("ended by 205 line 1");
    }

    @Test
    void looksIntoSubqueries() {
        assertThat(rows(
                        "SELECT nodeID FROM mgc.dbo.tblNode n WHERE EXISTS (SELECT 1 FROM mgc.dbo.tblChat c WHERE c.nodeID ="
                                + " n.nodeID AND c.chatDate > 150)"))
                .isEqualTo("1 2");
        assertThat(rows("SELECT nodeID, (SELECT MAX(chatDate) FROM mgc.dbo.tblChat c WHERE c.nodeID = n.nodeID) FROM"
                        + " mgc.dbo.tblNode n"))
                .isEqualTo("1,300 2,200 3,null");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode WHERE nodeID NOT IN (SELECT nodeID FROM mgc.dbo.tblChat)"))
                .isEqualTo("3");
        assertThat(rows(
                        "SELECT nodeID FROM mgc.dbo.tblNode WHERE nodeName NOT IN (SELECT nodeName FROM mgc.dbo.tblNode WHERE"
                                + " nodeID > 1)"))
                .isEmpty();
        assertThat(rows("SELECT (SELECT nodeID FROM mgc.dbo.tblNode)")).isEqualTo("error 512");
        assertThat(rows("SELECT d.n FROM (SELECT COUNT(*) AS n FROM mgc.dbo.tblNode) AS d"))
                .isEqualTo("3");
        assertThat(rows(
                        "WITH late AS (SELECT chatID FROM mgc.dbo.tblChat WHERE chatDate > 150), later(id) AS (SELECT chatID FROM"
                                + " late WHERE chatID > 11) SELECT id FROM later ORDER BY id"))
                .isEqualTo("12 13");
    }

    @Test
    void matchesPatterns() {
        assertThat(rows("SELECT chatID FROM mgc.dbo.tblChat WHERE content LIKE N'HE%'"))
                .isEqualTo("10");
        assertThat(rows("SELECT chatID FROM mgc.dbo.tblChat WHERE content LIKE N'%!%%' ESCAPE '!'"))
                .isEqualTo("11");
        assertThat(rows("SELECT chatID FROM mgc.dbo.tblChat WHERE content LIKE N'[[]_]'"))
                .isEqualTo("12");
        assertThat(
                        rows(
                                "SELECT chatID FROM mgc.dbo.tblChat WHERE content LIKE N'[^a-h]%' AND content NOT LIKE N'[0-9]%'"))
                .isEqualTo("12 13");
    }

    @Test
    void eachRowMayBringItsOwnPattern() {
        assertThat(rows(
                        "SELECT p FROM (VALUES (N'a', N'A%', N'!'), (N'ab', N'B%', N'!'), (N'b%', N'_!%', N'!'), (N'b%', N'_!%', N'?')) v(t, p, e)"
                                + " WHERE t LIKE p ESCAPE e"))
                .isEqualTo("A% _!%");
    }

    @Test
    void comparesTextAsItsCollationSays() {
        assertThat(rows("SELECT NODEID FROM mgc.dbo.tblnode WHERE nodename = N'OPS  '"))
                .isEqualTo("1");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode WHERE nodeName COLLATE Latin1_General_BIN = N'OPS'"))
                .isEmpty();
        lab.server.collation = Collation.named("Latin1_General_CS_AS");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode WHERE nodeName = N'OPS'"))
                .isEmpty();
        assertThat(rows("SELECT NODEID FROM mgc.dbo.tblNode")).isEqualTo("ended by 207 line 1");
    }

    @Test
    void namesWhatItCannotResolve() {
        assertThat(rows("SELECT n.nothing FROM mgc.dbo.tblNode n")).isEqualTo("ended by 207 line 1");
        assertThat(rows("SELECT x.nodeID FROM mgc.dbo.tblNode n")).isEqualTo("ended by 4104 line 1");
        assertThat(rows("SELECT nodeID FROM mgc.dbo.tblNode n, mgc.dbo.tblChat c"))
                .isEqualTo("ended by 209 line 1");
        assertThat(rows("SELECT nothing()")).isEqualTo("ended by 195 line 1");
        assertThat(rows("SELECT @nothing")).isEqualTo("ended by 137 line 1");
        assertThat(rows("SELECT * FROM B.mgc.dbo.tblNode")).isEqualTo("ended by 50000 line 1");
    }

    @Test
    void refusesAnOrderThatMeansNothing() {
        assertThat(rows("SELECT x.nodeID FROM (SELECT nodeID FROM mgc.dbo.tblNode ORDER BY nodeID) x"))
                .isEqualTo("ended by 1033 line 1");
        assertThat(rows("SELECT a.nodeID FROM mgc.dbo.tblNode a JOIN mgc.dbo.tblNode a ON 1 = 1"))
                .isEqualTo("ended by 1011 line 1");
        assertThat(rows("SELECT 1 AS a INTO #u UNION SELECT 2")).isEqualTo("ended by 50000 line 1");
    }

    @Test
    void changesTables() {
        assertThat(lab.lines("CREATE TABLE mgc.dbo.notes (id int IDENTITY(1,1) NOT NULL PRIMARY KEY CLUSTERED, note"
                        + " varchar(5) NULL, at datetime NOT NULL DEFAULT (GETUTCDATE()))\nINSERT INTO mgc.dbo.notes (note)"
                        + " VALUES ('a'), ('b')\nSELECT @@ROWCOUNT, SCOPE_IDENTITY()"))
                .containsExactly("updated 2", "row [2, 2]", "rows 1");
        assertThat(lab.lines("INSERT mgc.dbo.notes (note) SELECT nodeName FROM mgc.dbo.tblNode PRINT 'on'"))
                .containsExactly("error 8152", "info on");
        assertThat(lab.lines("INSERT mgc.dbo.notes (note, at) VALUES ('c', NULL)"))
                .containsExactly("error 515");
        assertThat(lab.lines("INSERT mgc.dbo.notes VALUES ('c')")).containsExactly("ended by 213 line 1");
        assertThat(lab.lines(
                        "UPDATE n SET note = 'z' + n.note FROM mgc.dbo.notes n JOIN mgc.dbo.tblNode t ON t.nodeID = n.id"
                                + " WHERE t.nodeName = N'Ops'"))
                .containsExactly("updated 1");
        assertThat(lab.lines(
                        "DELETE FROM mgc.dbo.notes WHERE note = 'b' SET NOCOUNT ON DELETE mgc.dbo.notes WHERE 1 = 0"))
                .containsExactly("updated 1");
        assertThat(rows("SELECT note FROM mgc.dbo.notes")).isEqualTo("za");
        assertThat(lab.lines("DROP TABLE mgc.dbo.notes SELECT note FROM mgc.dbo.notes"))
                .containsExactly("ended by 208 line 1");
    }

    @Test
    void refusesToWriteIntoCatalogViews() {
        lab.server.tables.put("SYS.DATABASES", new Table() {
            @Override
            public List<Column> columns() {
                return List.of(Column.of("name", SqlType.NVARCHAR));
            }

            @Override
            public List<Object[]> rows() {
                return List.<Object[]>of(new Object[] {"mgc"});
            }
        });
        assertThat(rows("SELECT name FROM sys.databases d")).isEqualTo("mgc");
        assertThat(rows("DELETE sys.databases")).isEqualTo("ended by 259 line 1");
    }

    @Test
    void collectsTextRowByRow() {
        assertThat(
                        lab.lines(
                                "DECLARE @s nvarchar(max) = N'', @last int SELECT @s = @s + QUOTENAME(nodeName), @last = nodeID FROM"
                                        + " mgc.dbo.tblNode WHERE nodeName IS NOT NULL ORDER BY nodeID DESC PRINT @s PRINT @last"))
                .containsExactly("info [ops night][Ops]", "info 1");
        assertThat(
                        lab.lines(
                                "DECLARE @x int = 5 SELECT @x = nodeID FROM mgc.dbo.tblNode WHERE 1 = 0 PRINT @x PRINT @@ROWCOUNT"))
                .containsExactly("info 5", "info 0");
    }
}
