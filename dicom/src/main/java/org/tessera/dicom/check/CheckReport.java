package org.tessera.dicom.check;

import java.util.List;
import java.util.Optional;

/// What a check found.
///
/// @param iod the information object definition checked against; none for a SOP class without table
public record CheckReport(Optional<String> iod, List<Finding> findings) {}
