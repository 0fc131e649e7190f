/// Talks DICOMweb (PS3.18) to other archives: stores, searches and retrieves.
@NullMarked
package org.tessera.etl.imaging.remote;

import org.jspecify.annotations.NullMarked;
