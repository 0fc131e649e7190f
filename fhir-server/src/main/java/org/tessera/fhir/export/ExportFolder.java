package org.tessera.fhir.export;

import java.nio.file.Path;

/// Where exported files stand; readable by the node's owner alone.
public record ExportFolder(Path path) {}
