package org.tessera.app.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.fhir.packages.PackageImports;
import org.tessera.omop.athena.AthenaImports;

/// `./tessera vocab`: an import runs in the node, and whoever asked looks how far it is.
@RestController
@RequestMapping(path = "/api/node/vocab", produces = MediaType.TEXT_PLAIN_VALUE)
final class VocabularyCommands {
  private final AthenaImports imports;
  private final PackageImports packages;

  VocabularyCommands(AthenaImports imports, PackageImports packages) {
    this.imports = imports;
    this.packages = packages;
  }

  @GetMapping
  String list() throws SQLException {
    return imports.list() + packages.list();
  }

  /// A zip is an OHDSI bundle; anything else a FHIR package or definition, or refused as none.
  @PostMapping
  ResponseEntity<String> begin(
      @RequestHeader(name = "X-File-Name", defaultValue = "") String name, InputStream content)
      throws IOException, SQLException {
    String file = URLDecoder.decode(name, StandardCharsets.UTF_8);
    var whole = new BufferedInputStream(content);
    whole.mark(2);
    byte[] first = whole.readNBytes(2);
    whole.reset();
    if (first.length < 2 || first[0] != 'P' || first[1] != 'K') {
      PackageImports.Outcome outcome = packages.submit(whole, file);
      return ResponseEntity.status(
              outcome.succeeded() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
          .body(outcome.text());
    }
    try {
      return status(imports.submit(whole, file));
    } catch (IllegalStateException e) {
      return ResponseEntity.status(HttpStatus.CONFLICT).body(e.getMessage() + "\n");
    }
  }

  /// 202 with the import's number and a line of progress while it runs, then its report.
  @GetMapping("/{id}")
  ResponseEntity<String> status(@PathVariable long id) throws SQLException {
    AthenaImports.Status status = imports.status(id);
    if (status.running()) {
      return ResponseEntity.accepted().body("%d%n%s%n".formatted(id, status.text()));
    }
    return ResponseEntity.status(
            status.succeeded() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
        .body(status.text());
  }
}
