package org.tessera.etl.imaging;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;

/// Pictures that may show who somebody is, until a person has looked at them and decided. One
/// decision is made at a time, and none while a delivery writes down what it brought.
public final class HeldPictures {
  private final DSLContext sql;
  private final DicomFolder folder;

  HeldPictures(DSLContext sql, DicomFolder folder) {
    this.sql = sql;
    this.folder = folder;
  }

  /// All of them, at most so many.
  public List<Instance> list(int instancesMax) {
    return sql.resultQuery(
            ImageJournal.INSTANCE
                + " where state = 'HELD' order by study, study_uid, series_uid, uid limit ?",
            instancesMax)
        .fetch(ImageJournal::instance);
  }

  /// Those of one imaging study.
  public List<Instance> of(String study, String studyUid) {
    return sql.resultQuery(
            ImageJournal.INSTANCE
                + " where study = ? and study_uid = ? and state = 'HELD' order by series_uid, uid",
            study,
            studyUid)
        .fetch(ImageJournal::instance);
  }

  /// Lets a picture be used: a person has looked at it.
  ///
  /// @return the instance; nothing when no such picture is held
  public Optional<Instance> release(String study, String uid) throws IOException {
    ReentrantLock turn = folder.turn();
    turn.lock();
    try {
      Optional<Instance> held = find(study, uid);
      if (held.isPresent()) {
        // The file first: what the journal says may be used is there.
        folder.release(held.get().sha256(), othersLike(held.get()));
        change("update etl.imaging_instance set state = 'KEPT'", held.get());
      }
      return held;
    } finally {
      turn.unlock();
    }
  }

  /// Forgets a picture.
  ///
  /// @return the instance; nothing when no such picture is held
  public Optional<Instance> discard(String study, String uid) throws IOException {
    ReentrantLock turn = folder.turn();
    turn.lock();
    try {
      Optional<Instance> held = find(study, uid);
      if (held.isPresent()) {
        if (!othersLike(held.get())) {
          folder.delete(held.get().sha256(), true);
        }
        change("delete from etl.imaging_instance", held.get());
      }
      return held;
    } finally {
      turn.unlock();
    }
  }

  private Optional<Instance> find(String study, String uid) {
    return sql.resultQuery(
            ImageJournal.INSTANCE + " where study = ? and uid = ? and state = 'HELD'", study, uid)
        .fetchOptional(ImageJournal::instance);
  }

  /// Whether the same bytes are held for another study too, one that shares the patients.
  private boolean othersLike(Instance instance) {
    return sql.resultQuery(
            "select 1 from etl.imaging_instance where sha256 = ? and (study, uid) <> (?, ?)"
                + " and state = 'HELD' limit 1",
            instance.sha256(),
            instance.study(),
            instance.uid())
        .fetchOptional()
        .isPresent();
  }

  /// Its study is told of anew.
  private void change(String statement, Instance instance) {
    sql.transaction(transaction -> {
      transaction
          .dsl()
          .execute(
              "update etl.imaging_study set state = 'SETTLING', arrived_at = clock_timestamp(),"
                  + " tried_at = null where study = ? and uid = ?",
              instance.study(),
              instance.studyUid());
      transaction
          .dsl()
          .execute(
              statement + " where study = ? and uid = ? and state = 'HELD'",
              instance.study(),
              instance.uid());
    });
  }
}
