package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.Limited;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.model.BulkLinks;
import org.tessera.dicom.model.DicomJson;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Reception;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageJournal;
import org.tessera.etl.imaging.remote.BoundedBody;
import org.tessera.etl.imaging.remote.MultipartInput;
import org.tessera.mappings.Mappings;

/// STOW-RS, PS3.18 section 10.5: what is sent becomes a delivery like any other and is answered for
/// instance by instance when it is through. The answer repeats the sender's own UIDs and tells none
/// of the new ones: who is who is nobody's to learn this way.
@Controller
final class StoreInterface {
  private static final int FAILED = 0x00081198;
  private static final int STORED = 0x00081199;
  private static final int REFERENCED_CLASS = 0x00081150;
  private static final int REFERENCED_INSTANCE = 0x00081155;
  private static final int FAILURE_REASON = 0x00081197;
  private static final int CANNOT_UNDERSTAND = 0xC000;
  private static final int PROCESSING_FAILURE = 0x0110;
  private static final int REFUSED_MAX = 100_000;

  /// So long a request waits for its turn behind other deliveries.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Journal journal;
  private final Reception reception;
  private final Ingest ingest;
  private final Mappings mappings;
  private final long bytesMax;

  StoreInterface(
      Journal journal,
      Reception reception,
      Ingest ingest,
      Mappings mappings,
      @Value("${tessera.imaging.stow-mb-max:4096}") long megabytesMax) {
    this.journal = journal;
    this.reception = reception;
    this.ingest = ingest;
    this.mappings = mappings;
    this.bytesMax = megabytesMax * 1_000_000;
  }

  /// What an instance is called by its sender.
  private record Sent(String sopClass, String instance) {}

  @PostMapping({"/dicomweb/{study}/studies", "/dicomweb/{study}/studies/{uid}"})
  void store(@PathVariable String study, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (mappings.study(study).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    Optional<String> boundary = MultipartInput.boundary(type);
    if (boundary.isEmpty() || isOtherThanFiles(type)) {
      throw new ResponseStatusException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "multipart/related; type=\"application/dicom\"; boundary=…");
    }
    if (request.getContentLengthLong() > bytesMax) {
      throw tooMuch();
    }
    if (!reception.hasRoom()) {
      throw new ResponseStatusException(HttpStatus.INSUFFICIENT_STORAGE);
    }
    ImageArrivals.Arriving arriving =
        ingest.images().arrivals().open(new ImageArrivals.Label(study, "sent by STOW-RS", "stow"));
    List<Sent> sent;
    try {
      var body = new BoundedBody(request.getInputStream(), bytesMax, reception::hasRoom);
      sent = receive(new MultipartInput(body, boundary.get()), arriving);
    } catch (IOException | RuntimeException e) {
      // Nothing was promised to the sender yet.
      arriving.discard();
      throw refusal(e);
    }
    Delivery delivery = journal.find(arriving.close()).orElseThrow();
    response.setHeader("Location", "/api/deliveries/" + delivery.id());
    if (isThrough(delivery)) {
      answer(delivery.id(), sent, response);
    } else {
      later(response);
    }
  }

  private boolean isThrough(Delivery delivery) {
    try {
      return ingest.runWithin(delivery, PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// All is kept and waits behind other deliveries; what becomes of it is told there.
  private static void later(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    response.addHeader("Warning", "299 tessera \"received; its turn has not come yet\"");
    response.setContentType("application/dicom+json");
    response.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
  }

  private ResponseStatusException tooMuch() {
    return new ResponseStatusException(
        HttpStatus.CONTENT_TOO_LARGE,
        "at most %,d MB are taken at once (tessera.imaging.stow-mb-max); send the study in parts"
            .formatted(bytesMax / 1_000_000));
  }

  private RuntimeException refusal(Exception e) throws IOException {
    return switch (e) {
      case MultipartInput.Broken broken ->
          new ResponseStatusException(HttpStatus.BAD_REQUEST, broken.getMessage(), broken);
      case Limited.Exceeded _ -> tooMuch();
      case BoundedBody.NoRoom _ -> new ResponseStatusException(HttpStatus.INSUFFICIENT_STORAGE);
      case IOException other -> throw other;
      case RuntimeException other -> other;
      default -> throw new IllegalStateException(e);
    };
  }

  /// Metadata with bulk data beside it is not taken.
  private static boolean isOtherThanFiles(String type) {
    return type.contains("application/dicom+");
  }

  private static List<Sent> receive(MultipartInput parts, ImageArrivals.Arriving arriving)
      throws IOException {
    List<Sent> sent = new ArrayList<>();
    while (parts.next()) {
      try (InputStream file = new BufferedInputStream(parts.content())) {
        arriving.add(file);
      }
      sent.add(named(arriving));
    }
    if (sent.isEmpty()) {
      throw new MultipartInput.Broken("no part holds an instance");
    }
    return sent;
  }

  /// What the sender calls the instance that was written last; nothing where it cannot be read.
  private static Sent named(ImageArrivals.Arriving arriving) throws IOException {
    try (InputStream file = arriving.last()) {
      return DicomReader.readHeader(file) instanceof DicomFile dicom
          ? new Sent(
              dicom.dataSet().string(Tag.SOPClassUID).orElse(""),
              dicom.dataSet().string(Tag.SOPInstanceUID).orElse(""))
          : new Sent("", "");
    }
  }

  private void answer(long delivery, List<Sent> sent, HttpServletResponse response)
      throws IOException {
    Map<Long, String> refused = new HashMap<>();
    for (ImageJournal.Refused one : ingest.images().journal().refused(delivery, REFUSED_MAX)) {
      refused.put(one.ordinal(), one.rule());
    }
    boolean loaded = journal.find(delivery).orElseThrow().state() == Delivery.State.LOADED;
    List<DataSet> stored = new ArrayList<>();
    List<DataSet> failed = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      String rule = refused.get(i + 1L);
      if (rule == null && loaded) {
        stored.add(reference(sent.get(i)).build());
      } else {
        int reason =
            "unreadable".equals(rule) || "truncated".equals(rule) || "empty".equals(rule)
                ? CANNOT_UNDERSTAND
                : PROCESSING_FAILURE;
        byte[] number = {(byte) reason, (byte) (reason >> 8)};
        failed.add(
            reference(sent.get(i)).put(ValueElement.of(FAILURE_REASON, Vr.US, number)).build());
      }
    }
    var answer = DataSet.EMPTY.edit();
    if (!failed.isEmpty()) {
      answer.put(SequenceElement.of(FAILED, failed));
    }
    if (!stored.isEmpty()) {
      answer.put(SequenceElement.of(STORED, stored));
    }
    response.setStatus(
        failed.isEmpty()
            ? HttpServletResponse.SC_OK
            : stored.isEmpty() ? HttpServletResponse.SC_CONFLICT : HttpServletResponse.SC_ACCEPTED);
    response.setContentType("application/dicom+json");
    response
        .getOutputStream()
        .write(DicomJson.write(answer.build(), BulkLinks.NONE).getBytes(StandardCharsets.UTF_8));
  }

  private static org.tessera.dicom.DataSetEdit reference(Sent sent) {
    return DataSet.EMPTY
        .edit()
        .put(REFERENCED_CLASS, Vr.UI, sent.sopClass)
        .put(REFERENCED_INSTANCE, Vr.UI, sent.instance);
  }
}
