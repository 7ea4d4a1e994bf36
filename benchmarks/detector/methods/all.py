"""Every method by its name, ours first."""

from benchmarks.detector.methods.against_peers import mad_z, peer_z
from benchmarks.detector.methods.answer import Method
from benchmarks.detector.methods.bayes import bayes, knn_and_bayes
from benchmarks.detector.methods.first_version import first_version
from benchmarks.detector.methods.ours import ours
from benchmarks.detector.methods.outliers import ecod, isolation_forest, knn, lof
from benchmarks.detector.methods.planted import planted
from benchmarks.detector.methods.seasonal import stl

METHODS: dict[str, Method] = {
    "ours": ours,
    "first_version": first_version,
    "peer_z": peer_z,
    "mad_z": mad_z,
    "isolation_forest": isolation_forest,
    "ecod": ecod,
    "lof": lof,
    "knn": knn,
    "stl": stl,
    "bayes": bayes,
    "knn_and_bayes": knn_and_bayes,
    "planted": planted,
}
#: Marks of what is in reach: measured when asked for, and not raced against.
MARKS = ("planted",)
