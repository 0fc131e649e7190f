package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tessera.etl.form.Finding;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.etl.form.ReturnedWorkbook;

/// The delivered workbook with its bad cells marked, for its owner.
final class MarkedCopy {
  private static final int FINDINGS_MAX = 500_000;

  private MarkedCopy() {}

  /// @throws Refusal if the file cannot be read
  static Path write(Ingest.Parts parts, Delivery delivery, ReadingOptions options)
      throws IOException, Refusal {
    List<Finding> findings = new ArrayList<>();
    parts
        .journal()
        .rejections(
            delivery.id(),
            "",
            FINDINGS_MAX,
            r ->
                findings.add(
                    new Finding(
                        r.sheet(),
                        r.rejection().row(),
                        r.cell(),
                        r.rejection().message(),
                        r.rejection().remedy(),
                        r.rejection().severity())));
    return ReturnedWorkbook.write(
        parts.zone().archived(delivery.sha256()),
        options,
        findings,
        parts.zone().reports(),
        delivery.sha256() + "-" + UUID.randomUUID());
  }
}
