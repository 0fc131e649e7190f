package org.tessera.etl.inbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Ingest;
import org.tessera.etl.Reception;
import org.tessera.etl.Reception.Submission;

/// `inbox/<study>/` → archive and journal → one delivery at a time. Images are swept by their own.
///
/// Camel polls and waits until a file's size and time stand still; the file leaves the inbox only
/// after the journal has it. Its name may be a patient's, so Camel may log none.
/// https://camel.apache.org/components/4.18.x/file-component.html
final class FormRoute extends RouteBuilder {
  private static final Logger log = LoggerFactory.getLogger(FormRoute.class);
  private static final String INBOX_ROUTE = "inbox";

  private final Path inbox;
  private final InboxFolders folders;
  private final long settleMillis;
  private final Reception reception;
  private final Ingest ingest;
  private final ImageSweep images;
  private final InboxFilter filter;

  FormRoute(
      Path inbox, InboxFolders folders, long settleMillis, Reception reception, Ingest ingest) {
    this.inbox = inbox;
    this.folders = folders;
    this.settleMillis = settleMillis;
    this.reception = reception;
    this.ingest = ingest;
    this.images = new ImageSweep(inbox, settleMillis, reception, ingest.images().arrivals());
    this.filter = new InboxFilter(reception, images);
  }

  @Override
  public void configure() {
    onException(Exception.class)
        .handled(true)
        .logExhausted(false)
        .logExhaustedMessageHistory(false)
        .process(exchange -> explain(exchange));
    getContext().getRegistry().bind("inboxFilter", filter);
    getContext().getRegistry().bind("quietPoll", new QuietPoll());
    from(source()).routeId(INBOX_ROUTE).process(this::take);
    from("timer:images?period=1000&delay=1000").routeId("images").process(exchange -> poll());
    from("timer:arrivals?period=10000&delay=10000")
        .routeId("arrivals")
        .process(exchange -> ingest.images().arrivals().recover());
    // The journal is the queue: what a kill interrupted is found there again.
    from("timer:deliveries?period=500&delay=500")
        .routeId("deliveries")
        .process(exchange -> ingest.drain(getContext()::isStopping));
  }

  /// A study may have been taken in since the node started.
  private void poll() throws IOException {
    Set<String> studies = reception.studies();
    folders.open(studies);
    images.poll(studies);
  }

  private String source() {
    return "file:"
        + inbox
        + "?recursive=true&minDepth=1&maxDepth=2&noop=true&idempotent=false&delay=1000"
        + "&readLock=changed&readLockMinLength=0&readLockMinAge="
        + settleMillis
        + "&readLockCheckInterval=200&readLockTimeout=5000&readLockLoggingLevel="
        + LoggingLevel.OFF
        + "&sortBy=file:modified&filter=#inboxFilter&autoCreate=true"
        + "&runLoggingLevel=OFF&pollStrategy=#quietPoll";
  }

  private void take(Exchange exchange) throws IOException, InvalidPayloadException {
    Path file = exchange.getMessage().getMandatoryBody(File.class).toPath();
    Path place = inbox.relativize(file);
    String study = place.getNameCount() > 1 ? place.getName(0).toString() : "";
    try (InputStream content = Files.newInputStream(file)) {
      reception.receive(
          new Submission(study, place.getFileName().toString(), "inbox", false), content);
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      filter.leave(file);
      log.warn("a delivered file cannot be deleted from the inbox and stays there");
    }
  }

  /// Says what happened without the message, which may quote the file's name.
  private static void explain(Exchange exchange) {
    Exception e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    log.warn(
        "route {} failed with {}; it tries again",
        exchange.getFromRouteId(),
        e == null ? "?" : e.getClass().getName());
  }
}
