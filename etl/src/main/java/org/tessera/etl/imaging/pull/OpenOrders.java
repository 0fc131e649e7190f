package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.etl.imaging.pull.PullOrder.Manner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Orders of people that are not through, in `arriving/pulls/` under the number of their pull, so
/// that they go on after a stop. They name studies as the archive does, and what is asked of
/// patients: the database may hold neither.
final class OpenOrders {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  OpenOrders(Path home) throws IOException {
    this.folder =
        Files.createDirectories(
            home.resolve("arriving").resolve("pulls"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Path file(long pull) {
    return folder.resolve(Long.toString(pull));
  }

  /// Writes an order down; it is on the disk when this returns.
  void keep(long pull, PullOrder order) {
    ObjectNode json = JSON.createObjectNode();
    json.put("from", order.from()).put("study", order.study()).put("where", order.filter().text());
    json.put("tls", order.manner().tls()).put("again", order.manner().again());
    order.uids().forEach(json.putArray("uids")::add);
    Path part = folder.resolve(pull + ".part");
    try {
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        Channels.newOutputStream(channel).write(json.toString().getBytes(StandardCharsets.UTF_8));
        channel.force(true);
      }
      Files.move(part, file(pull), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The order of a pull, if it was one of a person's.
  Optional<PullOrder> find(long pull) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file(pull)));
      List<String> uids = new ArrayList<>();
      json.path("uids").forEach(uid -> uids.add(uid.stringValue()));
      return Optional.of(
          new PullOrder(
              json.path("from").asString(""),
              json.path("study").asString(""),
              uids,
              StudyFilter.parse(json.path("where").asString("")),
              new Manner(
                  json.path("tls").asBoolean(false), json.path("again").asBoolean(false), false)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(long pull) {
    try {
      Files.deleteIfExists(file(pull));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
