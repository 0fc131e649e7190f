package org.tessera.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.Verification.Check;
import org.tessera.etl.imaging.DicomFolder;

/// Proves of images that no file of a delivery got lost, that what the journal names is there, and
/// that nothing is there that it does not name. Works folder by folder, so its memory does not grow
/// with the archive.
final class ImageChecks implements Verification.House {
  private final DSLContext sql;
  private final DicomFolder folder;

  ImageChecks(DataSource dataSource, DicomFolder folder) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.folder = folder;
  }

  @Override
  public List<Check> checks() {
    Record files =
        sql.fetchSingle(
            """
            select coalesce(sum(files), 0)::bigint,
              coalesce(sum(taken + same + held + refused + passed), 0)::bigint
            from etl.imaging_delivery join etl.delivery on id = delivery
            where state in ('LOADED', 'RETRACTED') and not dry
            """);
    var found = new Found();
    try {
      for (String place : DicomFolder.places()) {
        // Files first: what is written meanwhile is named after it is there.
        Map<String, Long> there = folder.kept(place);
        found.compare(
            there,
            sql.fetch(
                "select sha256, bytes from etl.imaging_instance where state = 'KEPT'"
                    + " and sha256 >= ? and sha256 < ?",
                place,
                place + "g"));
      }
      found.compare(
          folder.held(),
          sql.fetch("select sha256, bytes from etl.imaging_instance where state = 'HELD'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        new Check(
            "image files delivered = taken + here already + held + refused + passed over",
            files.get(0, Long.class),
            files.get(1, Long.class)),
        new Check("instances kept = files in dicom/, of the same size", found.named, found.there),
        new Check("files of images no instance names", 0, underWay() ? 0 : found.unnamed));
  }

  /// While images are being taken in, files are there before the journal names them.
  private boolean underWay() {
    return sql.fetchSingle(
                """
                select count(*) from etl.delivery join etl.imaging_delivery on delivery = id
                where state in ('LOADING', 'RETRACTING')
                """)
            .get(0, Long.class)
        > 0;
  }

  /// What the comparison found so far.
  private static final class Found {
    private long named;
    private long there;
    private long unnamed;

    private void compare(Map<String, Long> files, Result<Record> instances) {
      Set<String> names = new HashSet<>();
      for (Record instance : instances) {
        String sha256 = instance.get("sha256", String.class);
        names.add(sha256);
        named++;
        there += instance.get("bytes", Long.class).equals(files.get(sha256)) ? 1 : 0;
      }
      unnamed += files.keySet().stream().filter(file -> !names.contains(file)).count();
    }
  }
}
