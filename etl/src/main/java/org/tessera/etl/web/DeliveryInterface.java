package org.tessera.etl.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;
import org.tessera.dicom.Limited;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Reception;
import org.tessera.etl.Reception.Submission;

/// Deliveries for programs: the body of a POST is the file. Its name travels in a header, because
/// addresses are logged and a name may be a patient's.
@RestController
class DeliveryInterface {
  private static final int DELIVERIES_MAX = 1_000;
  static final String RETRY_AFTER_SECONDS = "60";
  private static final String NO_FORM =
      "The body is the file itself and no form. Send it as application/octet-stream, with curl:"
          + " -H 'Content-Type: application/octet-stream' --data-binary @FILE";

  private final Journal journal;
  private final Reception reception;
  private final Ingest ingest;
  private final UploadLimit limit;

  DeliveryInterface(Journal journal, Reception reception, Ingest ingest, UploadLimit limit) {
    this.journal = journal;
    this.reception = reception;
    this.ingest = ingest;
    this.limit = limit;
  }

  @PostMapping("/api/deliveries")
  ResponseEntity<Map<String, Object>> deliver(
      @RequestParam String study,
      @RequestParam(defaultValue = "false") boolean dry,
      @RequestHeader(name = "X-File-Name", defaultValue = "") String name,
      @RequestHeader(name = "X-Workbook-Password", defaultValue = "") String password,
      HttpServletRequest request)
      throws IOException {
    if (isForm(request)) {
      return ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
          .body(Map.of("message", NO_FORM));
    }
    try (var content = new Limited(request.getInputStream(), limit.bytes())) {
      Delivery delivery =
          reception.receive(
              new Submission(study, decoded(name.replace('+', ' ')), "api", dry), content);
      ingest.unlock(delivery, decoded(password));
      return ResponseEntity.accepted()
          .location(URI.create("/api/deliveries/" + delivery.id()))
          .body(DeliveryJson.head(delivery));
    } catch (Reception.NoSpace e) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
          .body(
              Map.of(
                  "message",
                  "The node's disk is full and it takes nothing in. Keep the file and deliver it"
                      + " again in a while."));
    } catch (Limited.Exceeded e) {
      return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
          .body(Map.of("message", limit.words()));
    }
  }

  /// The server reads a form's fields before anybody else, so the file would arrive empty.
  private static boolean isForm(HttpServletRequest request) {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    return type.startsWith("application/x-www-form-urlencoded")
        || type.startsWith("multipart/form-data");
  }

  @GetMapping("/api/deliveries")
  List<Map<String, Object>> list() {
    return journal.latest(DELIVERIES_MAX).stream().map(DeliveryJson::head).toList();
  }

  @GetMapping("/api/deliveries/balance")
  Map<String, Object> balance() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("balance", journal.balance());
    json.put("holds", journal.balance().holds());
    return json;
  }

  /// Headers hold Latin letters only, so others come percent-encoded; what is no encoding is meant
  /// as it stands.
  private static String decoded(String header) {
    try {
      return UriUtils.decode(header, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return header;
    }
  }

  /// Where a delivery stands, without its cells: cheap enough to be asked every second.
  @GetMapping("/api/deliveries/{id:[0-9]+}/state")
  Map<String, Object> state(@PathVariable long id) {
    Delivery delivery =
        journal.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    Map<String, Object> json = DeliveryJson.head(delivery);
    json.put("words", delivery.state().words());
    json.put("open", delivery.state().open());
    ingest
        .progress()
        .filter(p -> p.delivery() == id)
        .map(DeliveryPages.Work::of)
        .ifPresent(work -> json.put("work", work));
    return json;
  }

  @GetMapping("/api/deliveries/{id:[0-9]+}")
  Map<String, Object> one(@PathVariable long id) {
    if (journal.find(id).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    Map<String, Object> json = DeliveryJson.of(journal, id);
    DeliveryJson.images(json, ingest.images().journal(), id);
    return json;
  }
}
