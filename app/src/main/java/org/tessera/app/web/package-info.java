/// The frame every page stands in, and the node's own addresses for the command line.
@NullMarked
package org.tessera.app.web;

import org.jspecify.annotations.NullMarked;
