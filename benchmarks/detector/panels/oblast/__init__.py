"""An oblast of its own making: parties come, stay and leave, and some of them are not written down.

Written apart from the detector, its simulator and the other panels of the benchmark, by another
hand that had not read them. ``build.make_case`` is the door; the order of the story is
``places`` → ``houses`` → ``calendar`` → ``fates`` → ``demand`` → ``selling`` (true books) →
``schemes`` (what is hidden) → ``desk`` (how it is filed) → ``readings`` and ``visits``.
"""
