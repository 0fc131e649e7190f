package org.tessera.etl.imaging.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tessera.dicom.net.AssociationFailure;
import org.tessera.dicom.net.InstanceSender;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.dicom.net.SendResult;
import org.tessera.etl.imaging.remote.WebPeer;

/// An archive that instances are given on to.
sealed interface Target extends AutoCloseable {
  /// Its AE title or host: what the journal and people call it.
  String name();

  /// Sends files and tells of each what became of it; what is not told of waits.
  ///
  /// @param files by the UID of their instance
  /// @throws Away when it cannot be used now
  void send(Map<String, Path> files, BiConsumer<String, Outcome> outcomes)
      throws Away, InterruptedException;

  @Override
  default void close() {}

  /// What became of an instance.
  ///
  /// @param words why it was refused; empty when the archive has it
  record Outcome(String words) {
    static final Outcome SENT = new Outcome("");

    boolean sent() {
      return words.isEmpty();
    }
  }

  /// The archive cannot be used at the moment; the message says how that shows.
  final class Away extends Exception {
    private static final long serialVersionUID = 1;

    Away(String message) {
      super(message);
    }
  }

  /// Whether a status says that there is no room, which passes.
  private static boolean isFull(int status) {
    return (status & 0xFF00) == 0xA700;
  }

  /// One that is called by C-STORE.
  record Dimse(RemotePeer peer) implements Target {
    @Override
    public String name() {
      return peer.title();
    }

    @Override
    public void send(Map<String, Path> files, BiConsumer<String, Outcome> outcomes) throws Away {
      Map<Path, List<String>> uids = new HashMap<>();
      files.forEach(
          (uid, file) -> uids.computeIfAbsent(file, _ -> new java.util.ArrayList<>()).add(uid));
      var wait = new String[] {""};
      try {
        InstanceSender.send(
            peer,
            List.copyOf(uids.keySet()),
            result -> {
              List<String> own = uids.getOrDefault(result.file(), List.of());
              switch (result) {
                case SendResult.Sent _ -> own.forEach(uid -> outcomes.accept(uid, Outcome.SENT));
                case SendResult.Refused(Path _, int status, String _) when isFull(status) ->
                    wait[0] = "it has no room (%04X)".formatted(status);
                // Its own words may repeat what a header says.
                case SendResult.Refused(Path _, int status, String _) ->
                    own.forEach(uid ->
                        outcomes.accept(uid, new Outcome("it answered %04X".formatted(status))));
                case SendResult.NotSent(Path _, String reason, boolean again) when again ->
                    wait[0] = reason;
                case SendResult.NotSent(Path _, String reason, boolean _) ->
                    own.forEach(uid -> outcomes.accept(uid, new Outcome(reason)));
              }
            });
      } catch (AssociationFailure failure) {
        throw new Away(failure.words());
      } catch (IOException _) {
        throw new Away("the connection broke");
      }
      if (!wait[0].isEmpty()) {
        throw new Away(wait[0]);
      }
    }
  }

  /// One that speaks DICOMweb.
  record Web(WebPeer peer) implements Target {
    private static final String FULL = "it has no room";

    @Override
    public String name() {
      return peer.host();
    }

    @Override
    public void send(Map<String, Path> files, BiConsumer<String, Outcome> outcomes)
        throws Away, InterruptedException {
      WebPeer.Stored stored;
      try {
        stored = peer.store(List.copyOf(files.values()));
      } catch (WebPeer.Trouble trouble) {
        if (!trouble.isOfContent()) {
          throw new Away(trouble.words());
        }
        apart(files, trouble.words(), outcomes);
        return;
      } catch (IOException _) {
        throw new Away("the connection broke");
      }
      if (stored.all()) {
        files.keySet().forEach(uid -> outcomes.accept(uid, Outcome.SENT));
        return;
      }
      stored.stored().stream()
          .filter(files::containsKey)
          .forEach(uid -> outcomes.accept(uid, Outcome.SENT));
      boolean full = false;
      for (Map.Entry<String, Integer> one : stored.failed().entrySet()) {
        if (isFull(one.getValue())) {
          full = true;
        } else if (files.containsKey(one.getKey())) {
          outcomes.accept(one.getKey(), new Outcome("it answered %04X".formatted(one.getValue())));
        }
      }
      if (full) {
        throw new Away(FULL);
      }
      if (stored.stored().isEmpty() && stored.failed().isEmpty()) {
        throw new Away("it did not say what became of what it was sent");
      }
    }

    /// Of instances refused together, finds the one it is about; the others go.
    private void apart(Map<String, Path> files, String words, BiConsumer<String, Outcome> outcomes)
        throws Away, InterruptedException {
      List<String> uids = List.copyOf(files.keySet());
      if (uids.size() == 1) {
        outcomes.accept(uids.getFirst(), new Outcome(words));
        return;
      }
      int half = uids.size() / 2;
      for (List<String> part : List.of(uids.subList(0, half), uids.subList(half, uids.size()))) {
        Map<String, Path> own = new LinkedHashMap<>(files);
        own.keySet().retainAll(Set.copyOf(part));
        send(own, outcomes);
      }
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
