package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.net.AssociationFailure;
import org.tessera.etl.imaging.remote.WebPeer;

/// An archive that studies are fetched from.
sealed interface Source permits MoveSource, WebSource {
  /// Its AE title or host: what the journal and people call it.
  String name();

  /// Begins to talk to it.
  ///
  /// @throws IOException when it cannot be used now; [#words(IOException)] says how that shows
  Talk open() throws IOException;

  /// How it shows that an archive cannot be used. Nothing the archive sent is repeated.
  static String words(IOException failure) {
    return switch (failure) {
      case AssociationFailure association -> association.words();
      case WebPeer.Trouble trouble -> trouble.words();
      default -> "the connection broke";
    };
  }

  /// A conversation.
  interface Talk extends AutoCloseable {
    /// Asks what it has.
    ///
    /// @param keys as C-FIND asks: the level, what to match and, left empty, what to tell
    Found find(DataSet keys, int matchesMax) throws IOException;

    /// Fetches a study.
    ///
    /// @param arrived is told how many of its instances came so far
    /// @return what kept it from coming whole
    Optional<String> fetch(Candidate study, LongConsumer arrived) throws IOException;

    @Override
    void close();
  }

  /// What an archive has.
  ///
  /// @param complete whether these are all
  /// @param trouble why it did not tell more, when that was not our limit
  record Found(List<DataSet> matches, boolean complete, Optional<String> trouble) {}

  /// A study an archive has.
  ///
  /// @param number its place in the list, or among those found
  /// @param instances how many it has, as the archive says; nothing when it does not
  record Candidate(int number, String uid, OptionalLong instances) {}
}
