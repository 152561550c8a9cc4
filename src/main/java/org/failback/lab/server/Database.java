package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database of one instance. It only holds facts; the rules lie in the operations that change them. */
final class Database {
    private final Instance instance;
    private final int id;
    private final String name;
    private LocalDateTime created;
    private final List<DatabaseFile> files = new ArrayList<>();
    private DatabaseContent content = new DatabaseContent();
    private DatabaseOptions options = new DatabaseOptions();
    private DatabaseState state = DatabaseState.ONLINE;
    private UserAccess userAccess = UserAccess.MULTI_USER;
    private RecoveryModel recoveryModel = RecoveryModel.FULL;
    private String collation = "Latin1_General_CI_AI";
    private Sid owner = Sid.SA;
    private UUID bindingId;
    private UUID familyGuid;
    private final List<RecoveryFork> forks = new ArrayList<>();
    private Mirroring mirroring;
    private String partnerAddress = "";
    private long lsn = 34_000_000_010_400_001L;
    private long redoLsn;
    private long usedMb;
    private double logUsedMb = 1;
    private final LogChain logChain = new LogChain();
    private LocalDateTime lastGoodCheck;
    private boolean fileOperation;
    private boolean restoreInterrupted;

    Database(Instance instance, int id, String name, LocalDateTime created, UUID bindingId, UUID familyGuid) {
        this.instance = instance;
        this.id = id;
        this.name = name;
        this.created = created;
        this.bindingId = bindingId;
        this.familyGuid = familyGuid;
        forks.add(new RecoveryFork(familyGuid, 0));
    }

    Instance instance() {
        return instance;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    LocalDateTime created() {
        return created;
    }

    List<DatabaseFile> files() {
        return files;
    }

    void setFiles(List<DatabaseFile> newFiles) {
        files.clear();
        files.addAll(newFiles);
    }

    DatabaseContent content() {
        return content;
    }

    void setContent(DatabaseContent newContent) {
        content = newContent;
    }

    DatabaseOptions options() {
        return options;
    }

    DatabaseState state() {
        return state;
    }

    void setState(DatabaseState newState) {
        state = newState;
    }

    /** The state that the catalog shows: a principal without quorum waits in recovery. */
    DatabaseState shownState() {
        return lacksQuorum() ? DatabaseState.RECOVERING : state;
    }

    boolean isOnline() {
        return shownState() == DatabaseState.ONLINE;
    }

    /** Whether it is a principal that reaches neither its partner nor its witness, and so serves nobody. */
    boolean lacksQuorum() {
        return mirroring != null && mirroring.lacksQuorum(this);
    }

    UserAccess userAccess() {
        return userAccess;
    }

    void setUserAccess(UserAccess access) {
        userAccess = access;
    }

    RecoveryModel recoveryModel() {
        return recoveryModel;
    }

    void setRecoveryModel(RecoveryModel model) {
        recoveryModel = model;
        if (model == RecoveryModel.SIMPLE) {
            logChain.end();
        }
    }

    String collation() {
        return collation;
    }

    Sid owner() {
        return owner;
    }

    void setOwner(Sid sid) {
        owner = sid;
    }

    UUID bindingId() {
        return bindingId;
    }

    UUID familyGuid() {
        return familyGuid;
    }

    List<RecoveryFork> forks() {
        return forks;
    }

    RecoveryFork fork() {
        return forks.get(forks.size() - 1);
    }

    Mirroring mirroring() {
        return mirroring;
    }

    void setMirroring(Mirroring session) {
        mirroring = session;
    }

    /** What SET PARTNER named on the future mirror; empty when nothing did. */
    String partnerAddress() {
        return partnerAddress;
    }

    void setPartnerAddress(String address) {
        partnerAddress = address;
    }

    boolean isMirror() {
        return mirroring != null && !mirroring.isPrincipal(this);
    }

    long lsn() {
        return lsn;
    }

    /** Where the next restored log has to begin; it counts only while the database is RESTORING. */
    long redoLsn() {
        return redoLsn;
    }

    void setRedoLsn(long value) {
        redoLsn = value;
    }

    /** Something was written: the log grew. */
    void log(long records) {
        lsn += records * 16;
        logUsedMb += records * 0.001;
    }

    long usedMb() {
        return usedMb;
    }

    void setUsedMb(long megabytes) {
        usedMb = megabytes;
    }

    double logUsedMb() {
        return logUsedMb;
    }

    void setLogUsedMb(double megabytes) {
        logUsedMb = megabytes;
    }

    /** What keeps the used part of the log from being used again. */
    LogReuse logReuse() {
        if (mirroring != null) {
            return LogReuse.DATABASE_MIRRORING;
        }
        if (fileOperation) {
            return LogReuse.ACTIVE_BACKUP_OR_RESTORE;
        }
        return logChain.hasBegun() && logUsedMb > 2 ? LogReuse.LOG_BACKUP : LogReuse.NOTHING;
    }

    LogChain logChain() {
        return logChain;
    }

    /** When CHECKDB last found nothing; null when it never ran. */
    LocalDateTime lastGoodCheck() {
        return lastGoodCheck;
    }

    void setLastGoodCheck(LocalDateTime at) {
        lastGoodCheck = at;
    }

    boolean hasFileOperation() {
        return fileOperation;
    }

    void setFileOperation(boolean running) {
        fileOperation = running;
    }

    DatabaseImage image() {
        return new DatabaseImage(
                name,
                created,
                familyGuid,
                bindingId,
                List.copyOf(forks),
                recoveryModel,
                userAccess,
                options.copy(),
                collation,
                List.copyOf(files),
                content.copy(),
                usedMb);
    }

    /** Becomes what the image holds, under a new binding id as RESTORE gives one. */
    void become(DatabaseImage image, long lastLsn, UUID newBindingId) {
        created = image.created();
        familyGuid = image.familyGuid();
        bindingId = newBindingId;
        forks.clear();
        forks.addAll(image.forks());
        recoveryModel = image.recoveryModel();
        userAccess = image.userAccess();
        options = image.options().copy();
        collation = image.collation();
        content = image.content().copy();
        usedMb = image.usedMb();
        logUsedMb = 1;
        lsn = lastLsn;
        redoLsn = lastLsn;
    }

    /** Takes over what a log backup adds. */
    void rollForward(DatabaseImage image, long lastLsn) {
        forks.clear();
        forks.addAll(image.forks());
        recoveryModel = image.recoveryModel();
        userAccess = image.userAccess();
        content = image.content().copy();
        usedMb = image.usedMb();
        lsn = lastLsn;
        redoLsn = lastLsn;
    }

    /** Holds what the principal holds: all its log has arrived and is redone. */
    void mirror(Database principal) {
        created = principal.created;
        familyGuid = principal.familyGuid;
        forks.clear();
        forks.addAll(principal.forks);
        recoveryModel = principal.recoveryModel;
        userAccess = principal.userAccess;
        options = principal.options.copy();
        content = principal.content.copy();
        usedMb = principal.usedMb;
        logUsedMb = principal.logUsedMb;
        lsn = principal.lsn;
        redoLsn = principal.lsn;
        logChain.restored(principal.logChain.backedUpTo(), principal.logChain.lastFullCheckpoint());
    }

    /** The old content goes before the new one comes; until {@link #endRestore} there is nothing to recover. */
    void beginRestore(List<DatabaseFile> newFiles) {
        state = DatabaseState.RESTORING;
        restoreInterrupted = true;
        fileOperation = true;
        content = new DatabaseContent();
        setFiles(newFiles);
    }

    void endRestore() {
        restoreInterrupted = false;
    }

    boolean isRestoreInterrupted() {
        return restoreInterrupted;
    }

    /** Comes out of RESTORING on a history of its own. */
    void recover(UUID newFork) {
        forks.add(new RecoveryFork(newFork, lsn));
        state = DatabaseState.ONLINE;
        log(4);
    }
}
