package org.tessera.catalog.standard;

import java.time.ZoneOffset;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;

/// How a collection is cited: who, when, what, in which state, where (DataCite's form).
final class Citation {
  private Citation() {}

  static String of(Holder holder, DataVersion version, Collection collection) {
    return "%s (%d). %s [Data set]. Data version %s. %s"
        .formatted(
            holder.name(),
            year(collection),
            collection.name(),
            version,
            holder.page(collection.id()));
  }

  static String of(Holder holder, DataVersion version, String what, String path) {
    return "%s (%d). %s. Data version %s. %s"
        .formatted(holder.name(), version.day().getYear(), what, version, holder.base() + path);
  }

  static int year(Collection collection) {
    return collection.since().atZone(ZoneOffset.UTC).getYear();
  }
}
