package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.Map;

/** What the engine says of folders and files. */
final class FoldersAndFiles {
    private static long exists(Client client, String path) {
        return client.ask("DECLARE @exists int; SET @exists = -9; EXEC master.dbo.xp_fileexist N'" + path
                        + "', @exists OUTPUT; SELECT @exists AS found;")
                .number();
    }

    @Promise(source = "experience: xp_fileexist gives 1 or 0 back")
    void theEngineSaysWhetherAFileIsThere(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        assertThat(exists(scene.one, file)).isOne();
        assertThat(exists(scene.two, file)).as("the folder is common to both").isOne();
        assertThat(exists(scene.one, scene.inFolder(scene.name()))).isZero();
    }

    @Promise(source = "experience: xp_fileexist without OUTPUT answers three columns")
    void theEngineTellsAFileFromAFolder(Scene scene) {
        String folder = scene.inFolder("");
        Map<String, Object> row = scene.one
                .ask("EXEC master.dbo.xp_fileexist ?", folder.substring(0, folder.length() - 1))
                .onlyRow();
        assertThat(row.keySet()).containsExactly("file exists", "file is a directory", "parent directory exists");
        assertThat(((Number) row.get("file is a directory")).intValue()).isOne();
    }

    @Promise(source = "experience: xp_create_subdir makes a folder and says nothing where there is one")
    void theEngineMakesAFolder(Scene scene) {
        String folder = scene.file();
        scene.one.ask("EXEC master.dbo.xp_create_subdir N'" + folder + "'");
        scene.one.ask("EXEC master.dbo.xp_create_subdir N'" + folder + "'");
        assertThat(((Number) scene.one
                                .ask("EXEC master.dbo.xp_fileexist ?", folder)
                                .onlyRow()
                                .get("file is a directory"))
                        .intValue())
                .isOne();
    }

    @Promise(source = "experience: xp_create_subdir sends an error of its own, 22048")
    void noFolderIsMadeBelowAFile(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String separator = scene.inFolder("").substring(scene.inFolder("").length() - 1);
        scene.refused(scene.one, "EXEC master.dbo.xp_create_subdir N'" + file + separator + "none'", error(22048, 16));
    }

    @Promise(source = "sys.master_files and sys.dm_os_volume_stats (Transact-SQL)")
    void filesHaveSizesAndVolumesHaveRoom(Scene scene) {
        String database = scene.database(scene.first);
        assertThat(scene.one
                        .ask(
                                "SELECT f.file_id, CONVERT(bigint, f.size) * 8192 AS bytes, v.available_bytes FROM sys.master_files f"
                                        + " CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) v"
                                        + " WHERE f.database_id = DB_ID(N'" + database + "') ORDER BY f.file_id")
                        .rows())
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(((Number) row.get("bytes")).longValue()).isPositive();
                    assertThat(((Number) row.get("available_bytes")).longValue())
                            .isPositive();
                });
    }
}
