package org.tessera.fhir.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.fhir.operation.EverythingOperation.Cursor;
import org.tessera.fhir.store.StoredResource;

/// One page of a patient's record, filled row by row.
final class RecordPage {
  private final int countMax;
  private final List<StoredResource> members = new ArrayList<>();
  private final List<StoredResource> included = new ArrayList<>();
  private boolean references;
  private boolean full;
  private Cursor last = Cursor.START;

  RecordPage(int countMax) {
    this.countMax = countMax;
  }

  /// How far a walk over rows has come, those it passed over included.
  static final class Progress {
    private long last;
    private int count;

    void passed(long pid) {
      last = pid;
      count++;
    }

    long last() {
      return last;
    }

    int count() {
      return count;
    }
  }

  /// What follows is referred to by members.
  void startReferences() {
    references = true;
    last = new Cursor(true, last.references() ? last.after() : 0);
  }

  void add(long pid, StoredResource stored) {
    if (size() >= countMax) {
      full = true;
      return;
    }
    (references ? included : members).add(stored);
    last = new Cursor(references, pid);
  }

  boolean isFull() {
    return full;
  }

  int size() {
    return members.size() + included.size();
  }

  /// Where the next page begins, if there is one.
  Optional<Cursor> next() {
    return full ? Optional.of(last) : Optional.empty();
  }

  void writeTo(SearchsetBundle bundle) {
    members.forEach(member -> bundle.add(member, "match"));
    included.forEach(one -> bundle.add(one, "include"));
  }
}
