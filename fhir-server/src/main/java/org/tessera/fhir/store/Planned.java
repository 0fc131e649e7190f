package org.tessera.fhir.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.Commit.Effect;
import tools.jackson.databind.node.ObjectNode;

/// One write of a transaction and what it will do to the version found in the database.
final class Planned {
  /// A version as it stands in the table; of a deletion digest and content are empty. Nobody
  /// compares these records.
  @SuppressWarnings("ArrayRecordComponent")
  record Current(long pid, int version, String owner, byte[] digest, byte[] content) {
    boolean deleted() {
      return digest.length == 0;
    }
  }

  private static final byte[] NOTHING = {};

  private final Write write;
  private final String type;
  private final String id;
  private final Optional<ObjectNode> resource;
  private final byte[] plain;
  private byte[] content = NOTHING;
  private @Nullable Set<String> targets;
  private final byte[] digest;
  private Optional<Current> current = Optional.empty();
  private Effect effect = Effect.SKIPPED;
  private long pid;
  private String owner = "";

  Planned(Write write) {
    this.write = write;
    this.type = write.type();
    this.id = write.id();
    this.resource = content(write).map(ResourceContent::stored);
    this.plain = resource.map(ResourceContent::encode).orElse(NOTHING);
    this.digest = plain.length == 0 ? NOTHING : ResourceContent.digest(plain);
  }

  /// Forgets what an earlier attempt found.
  void restart() {
    current = Optional.empty();
    effect = Effect.SKIPPED;
    pid = 0;
  }

  void found(Current row) {
    current = Optional.of(row);
    pid = row.pid();
  }

  void place(long newPid) {
    pid = newPid;
  }

  void skip() {
    effect = Effect.SKIPPED;
  }

  /// Decides the effect on the version found.
  ///
  /// @throws VersionConflict if `ifMatch` does not hold
  /// @throws OwnerConflict if the resource belongs to somebody else
  void decide(String who, boolean crossesOwners) {
    int version = current.map(Current::version).orElse(0);
    if (write.ifMatch().isPresent() && write.ifMatch().getAsLong() != version) {
      throw new VersionConflict(type, id, write.ifMatch().getAsLong(), version);
    }
    owner = current.map(Current::owner).orElse(who);
    if (!crossesOwners && !owner.equals(who)) {
      throw new OwnerConflict(type, id, owner);
    }
    boolean absent = isAbsent();
    if (write instanceof Write.Create && current.isPresent()) {
      effect = Effect.UNCHANGED;
    } else if (write instanceof Write.Delete) {
      effect = absent ? Effect.UNCHANGED : Effect.DELETED;
    } else if (absent) {
      effect = Effect.CREATED;
    } else {
      boolean same = Arrays.equals(digest, current.get().digest());
      effect = same ? Effect.UNCHANGED : Effect.UPDATED;
    }
  }

  /// Whether there is none so far, or no longer one.
  boolean isAbsent() {
    return current.isEmpty() || current.get().deleted();
  }

  boolean isCompanion() {
    return write instanceof Write.Put put && put.companion();
  }

  String group() {
    return write instanceof Write.Put put ? put.group() : "";
  }

  /// Whether a new version is written.
  boolean changes() {
    return effect == Effect.CREATED || effect == Effect.UPDATED || effect == Effect.DELETED;
  }

  /// Whether the change meets a row that is there already, if only as a deletion.
  boolean supersedes() {
    return changes() && current.isPresent();
  }

  boolean isNew() {
    return effect == Effect.CREATED && current.isEmpty();
  }

  String type() {
    return type;
  }

  String id() {
    return id;
  }

  long pid() {
    return pid;
  }

  Optional<Current> current() {
    return current;
  }

  /// Whose it is after the write.
  String owner() {
    return owner;
  }

  boolean deletes() {
    return effect == Effect.DELETED;
  }

  /// What is stored; put together only for what really changes.
  byte[] content() {
    if (content.length == 0 && plain.length > 0) {
      content = ResourceContent.compress(plain);
    }
    return content;
  }

  byte[] digest() {
    return digest;
  }

  /// As it is stored.
  Optional<ObjectNode> resource() {
    return resource;
  }

  /// What it refers to in this store, as `Type/id`.
  Set<String> targets() {
    if (targets == null) {
      targets = plain.length == 0 ? Set.of() : References.targets(plain);
    }
    return targets;
  }

  private static Optional<ObjectNode> content(Write write) {
    return switch (write) {
      case Write.Put put -> Optional.of(put.resource());
      case Write.Create create -> Optional.of(create.resource());
      case Write.Delete _ -> Optional.empty();
    };
  }

  /// The version after the write.
  int version() {
    int before = current.map(Current::version).orElse(0);
    return effect == Effect.SKIPPED ? 0 : changes() ? before + 1 : before;
  }

  Commit.Outcome outcome() {
    return new Commit.Outcome(type, id, version(), effect);
  }
}
