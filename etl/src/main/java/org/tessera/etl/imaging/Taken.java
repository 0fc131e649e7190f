package org.tessera.etl.imaging;

import java.nio.file.Path;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.Outcome;

/// An instance that was de-identified and written, before the journal has decided on it.
///
/// @param patient the pseudonym
/// @param written the file that came out
record Taken(
    ArrivedFile file,
    Instance instance,
    String patient,
    Path written,
    Outcome outcome,
    Deidentifier.Done done) {}
