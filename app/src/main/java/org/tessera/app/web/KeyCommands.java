package org.tessera.app.web;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.access.audit.Anchor;
import org.tessera.access.audit.AuditTrail;
import org.tessera.access.identity.SigningKeys;

/// The commands about trust: the proof of the audit trail, and another key for tokens.
@RestController
@RequestMapping(path = "/api/node", produces = MediaType.TEXT_PLAIN_VALUE)
final class KeyCommands {
  private final AuditTrail trail;
  private final SigningKeys keys;

  KeyCommands(AuditTrail trail, SigningKeys keys) {
    this.trail = trail;
    this.keys = keys;
  }

  /// Walks the whole trail, and holds it against a line that was kept outside.
  @GetMapping("/audit")
  ResponseEntity<String> audit(@RequestParam(defaultValue = "") String anchor) {
    Optional<Anchor> kept = Anchor.parse(anchor);
    if (kept.isEmpty() && !anchor.isBlank()) {
      return ResponseEntity.badRequest()
          .body("That is no line of ./tessera audit: it looks like 1234:9f86d0..., 64 digits.\n");
    }
    Anchor head = trail.head();
    OptionalLong broken = trail.firstBroken();
    if (broken.isPresent()) {
      return conflict(
          "Row %,d is not as it was written, or follows a missing one: the trail was changed.%n"
              .formatted(broken.getAsLong()));
    }
    if (kept.isPresent() && !trail.holds(kept.get())) {
      return conflict(
          "The trail holds together but is not the one that line was taken from: rows up to %,d were rewritten or removed.%n"
              .formatted(kept.get().id()));
    }
    return ResponseEntity.ok(
        kept.map(line -> "Every row up to %,d is what it was.%n".formatted(line.id())).orElse("")
            + "The trail of %,d rows holds together. Keep this line outside the node:%n%s%n"
                .formatted(head.id(), head));
  }

  /// Signs with a new key from now on.
  @PostMapping("/rotate-key")
  String rotate() {
    return "Tokens are signed with a new key. Those of the former keys are good until they end, at the latest at %s.%n"
        .formatted(keys.rotate().truncatedTo(ChronoUnit.SECONDS));
  }

  private static ResponseEntity<String> conflict(String words) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body(words);
  }
}
