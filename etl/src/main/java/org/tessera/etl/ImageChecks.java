package org.tessera.etl;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.Verification.Check;
import org.tessera.etl.imaging.DicomFolder;

/// Proves of images that no file of a delivery got lost and that what the journal names is there.
final class ImageChecks implements Verification.House {
  private final DSLContext sql;
  private final DicomFolder folder;

  ImageChecks(DataSource dataSource, DicomFolder folder) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.folder = folder;
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    Record files =
        sql.fetchSingle(
            """
            select coalesce(sum(files), 0)::bigint,
              coalesce(sum(taken + same + held + refused + passed), 0)::bigint
            from etl.imaging_delivery join etl.delivery on id = delivery
            where state in ('LOADED', 'RETRACTED') and not dry
            """);
    checks.add(
        new Check(
            "image files delivered = taken + here already + held + refused + passed over",
            files.get(0, Long.class),
            files.get(1, Long.class)));
    long named = 0;
    long there = 0;
    for (Record r : sql.fetch("select sha256, bytes, state from etl.imaging_instance")) {
      String sha256 = r.get("sha256", String.class);
      boolean held = r.get("state", String.class).equals("HELD");
      var path = held ? folder.heldPath(sha256) : folder.path(sha256);
      named++;
      there += Files.exists(path) && path.toFile().length() == r.get("bytes", Long.class) ? 1 : 0;
    }
    checks.add(new Check("instances kept = files in dicom/, of the same size", named, there));
    return checks;
  }
}
