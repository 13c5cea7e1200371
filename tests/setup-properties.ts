import fc from 'fast-check'

// The same cases in every run: what fails once fails again. Another number looks further.
fc.configureGlobal({ seed: 20_261_121 })
